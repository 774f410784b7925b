/** The words of the Rules page. */
export const rulesMessages = {
  "rules.title": "Rules",
} as const;
