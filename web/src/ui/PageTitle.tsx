import { Sun } from "./Sun";

/** The name of a page that is about no time; the mark stands beside it where the rail does not show it. */
export function PageTitle({ children }: { children: string }) {
  return (
    <header className="flex items-center gap-3">
      <span className="lg:hidden">
        <Sun size={24} />
      </span>
      <h1 className="text-16 font-semibold md:text-20">{children}</h1>
    </header>
  );
}
