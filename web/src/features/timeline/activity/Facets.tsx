import { CategoryFacet } from "./CategoryFacet";
import { FacetBlock, type FacetUse } from "./FacetBlock";
import { rowsOf, type Facet } from "./facets";
import type { Activity } from "./useActivity";

interface Props extends FacetUse {
  activity: Activity;
  depth: "1" | "2" | undefined;
  onDepth: (depth: "1" | "2" | undefined) => void;
}

/** How many rows are in sight before one asks for all. */
const SHOWN: Record<Facet, number> = {
  category: 16,
  app: 7,
  domain: 7,
  title: 12,
  project: 6,
  language: 6,
  device: 4,
};
/** On a narrow screen the columns become one, in this order. */
const ORDER: Record<Facet, string> = {
  category: "max-md:order-1",
  app: "max-md:order-2",
  domain: "max-md:order-3",
  title: "max-md:order-4",
  project: "max-md:order-5",
  language: "max-md:order-6",
  device: "max-md:order-7",
};

/** Where the time went, from every side. */
export function Facets({ activity, depth, onDepth, ...use }: Props) {
  const rows = (facet: Facet) => rowsOf(facet, activity);
  const block = (facet: Facet) => (
    <FacetBlock
      key={facet}
      facet={facet}
      rows={rows(facet)}
      limit={SHOWN[facet]}
      className={ORDER[facet]}
      {...use}
    />
  );
  // Code and a single device are not for everybody.
  const worth = (facet: Facet, most: number) => (rows(facet).length >= most ? block(facet) : null);
  const column = "flex min-w-0 flex-col gap-8 max-md:contents";
  return (
    <div className="mt-8 flex flex-col gap-8 md:grid md:grid-cols-2 md:gap-x-12">
      <div className={column}>
        <CategoryFacet
          rows={rows("category")}
          depth={depth}
          onDepth={onDepth}
          limit={SHOWN.category}
          className={ORDER.category}
          {...use}
        />
        {worth("project", 1)}
        {worth("language", 1)}
        {worth("device", 2)}
      </div>
      <div className={column}>
        {block("app")}
        {block("domain")}
        {block("title")}
      </div>
    </div>
  );
}
