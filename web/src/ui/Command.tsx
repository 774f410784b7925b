/** The command that starts everything, ready to copy. */
export function Command({ className = "" }: { className?: string }) {
  return (
    <code
      className={`block w-fit rounded-2 bg-band px-3 py-1.5 font-mono text-12 text-ink select-all ${className}`}
    >
      daywright up
    </code>
  );
}
