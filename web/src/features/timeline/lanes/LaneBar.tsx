import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Band as BandIcon, Lanes as LanesIcon, Minus, Plus, Table } from "@/ui/icons";

import type { Zoom } from "../band/useZoom";
import { sameMinutes, zoomAround } from "../band/zoom";

interface Props {
  zoom: Zoom;
  /** Where there is a table to open. */
  table?: boolean;
  onTable?: (table: boolean) => void;
  /** How many devices could have a lane. */
  devices: number;
  open: boolean;
  onOpen?: (open: boolean) => void;
}

/** What can be done with the lanes: as a table, with or without devices, closer and further. */
export function LaneBar({ zoom, table = false, onTable, devices, open, onOpen }: Props) {
  const { range, day, closest } = zoom;
  const centre = (range.start + range.end) / 2;
  return (
    <div className="-mx-2 mt-1 flex flex-wrap items-center gap-1 print:hidden">
      {onTable && (
        <Button look="bare" onClick={() => onTable(!table)}>
          {table ? <BandIcon /> : <Table />}
          <span className="text-12">{t(table ? "band.open-band" : "band.open-table")}</span>
        </Button>
      )}
      {onOpen && devices > 0 && !table && (
        <Button look="bare" aria-expanded={open} onClick={() => onOpen(!open)}>
          <LanesIcon />
          <span className="text-12">{t(open ? "lanes.fold" : "lanes.open")}</span>
        </Button>
      )}
      <span className="ml-auto flex items-center gap-1">
        {!table && (
          <>
            <span className="mr-2 text-12 text-ink-2 max-lg:hidden">{t("lanes.hint")}</span>
            <span className="mr-2 text-12 text-ink-2 lg:hidden max-sm:hidden">{t("lanes.hint-touch")}</span>
          </>
        )}
        {zoom.zoomed && (
          <Button look="bare" onClick={zoom.reset}>
            <span className="text-12">{t("band.reset")}</span>
          </Button>
        )}
        {!sameMinutes(range, day) && (
          <Button look="bare" onClick={() => zoom.show(day)}>
            <span className="text-12">{t("lanes.whole-day")}</span>
          </Button>
        )}
        <Button
          look="bare"
          square
          aria-label={t("band.further")}
          onClick={() => zoom.show(zoomAround(range, centre, 2, day, closest))}
        >
          <Minus />
        </Button>
        <Button
          look="bare"
          square
          aria-label={t("band.closer")}
          onClick={() => zoom.show(zoomAround(range, centre, 0.5, day, closest))}
        >
          <Plus />
        </Button>
      </span>
    </div>
  );
}
