import { useQuery } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Kind } from "@/ui/kind";

export interface TreeCategory {
  path: readonly string[];
  kind: Kind;
}

const NONE: readonly TreeCategory[] = [];

/** Every category there is, in the order of the user's tree. */
export function useCategoryTree(): readonly TreeCategory[] {
  const { data } = useQuery({
    queryKey: ["category-tree"],
    queryFn: async ({ signal }) => (await get("/api/v1/rules", { signal })).categories,
    staleTime: 60_000,
    // A change of the rules is announced as a change of all time.
    meta: { shows: (changed) => changed.end - changed.start > YEAR_MS },
  });
  return data ?? NONE;
}

const YEAR_MS = 366 * 86_400_000;
