/** Who did what to which, in words; ids become names where they are known. Pure. */
import { t } from "@/lib/t";

import type { Deed } from "./useAudit";

type Names = ReadonlyMap<string, string>;

/** What it was done to; a long key is named by its beginning. */
export function subjectOf({ subject }: Deed, names: Names): string {
  return names.get(subject) ?? (subject.length > 12 ? `${subject.slice(0, 8)}…` : subject);
}

/** By whom: you, the command line, a device, or somewhere else. */
export function actorOf({ actor }: Deed, names: Names): string {
  const [kind, ...rest] = actor.split(" ");
  const which = rest.join(" ");
  if (kind === "owner") return t("deeds.by-you");
  if (kind === "console") return t("deeds.by-console");
  if (kind === "device") return t("deeds.by-device", { name: names.get(which) ?? which.slice(0, 8) });
  return t("deeds.by-address", { address: which });
}
