/** The mark: a half disc resting on a line, a sun on the horizon. Once per screen, small. */
export function Sun({ size = 22 }: { size?: number }) {
  return (
    <svg aria-hidden width={size} height={size * 0.64} viewBox="0 0 22 14" fill="none">
      <path d="M4 11a7 7 0 0 1 14 0Z" fill="var(--signal)" />
      <path d="M.75 12.5h20.5" stroke="var(--ink)" strokeWidth="1.5" strokeLinecap="round" />
    </svg>
  );
}
