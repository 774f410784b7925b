export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-flex h-6 min-w-6 items-center justify-center rounded-[4px] border border-rule bg-band px-1.5 font-mono text-12">
      {children}
    </kbd>
  );
}
