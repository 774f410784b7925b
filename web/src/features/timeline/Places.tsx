import { duration } from "@/lib/duration";
import { t } from "@/lib/t";
import { joinText, pathText } from "@/lib/text";
import { Bar } from "@/ui/Bar";
import { List } from "@/ui/List";

import type { Day } from "./useDay";

const SHOWN = 8;

export function Places({ places }: { places: Day["places"] }) {
  const longest = places[0]?.seconds ?? 1;
  return (
    <List
      title={t("places.title")}
      aside={places.length > SHOWN ? t("places.top", { count: SHOWN }) : t("places.order")}
      items={places}
      limit={SHOWN}
      empty={t("places.empty")}
    >
      {(place) => (
        <li
          key={`${place.is_site} ${place.key}`}
          className="grid h-7 grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)_76px] items-center gap-3"
          title={pathText(place.category)}
        >
          <span className="truncate">{place.key}</span>
          <Bar share={place.seconds / longest} kind={place.kind} />
          <span className="text-right font-medium whitespace-nowrap">{duration(place.seconds)}</span>
        </li>
      )}
    </List>
  );
}

export function Titles({ titles }: { titles: Day["titles"] }) {
  return (
    <List
      title={t("titles.title")}
      aside={t("titles.order")}
      items={titles}
      limit={6}
      empty={t("titles.empty")}
    >
      {(row) => (
        <li key={`${row.app} ${row.title}`} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 py-1.5">
          <span className="truncate" title={row.title}>
            {row.title}
          </span>
          <span className="row-span-2 self-center font-medium whitespace-nowrap">
            {duration(row.seconds)}
          </span>
          <span className="truncate text-12 text-ink-2">
            {joinText(" · ", [row.app, pathText(row.category)])}
          </span>
        </li>
      )}
    </List>
  );
}
