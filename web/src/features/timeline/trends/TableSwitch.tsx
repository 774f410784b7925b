import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Band, Table } from "@/ui/icons";

/** Every chart opens as a table. */
export function TableSwitch({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  return (
    <Button look="bare" className="-my-1.5 -mr-2" onClick={() => onOpen(!open)}>
      {open ? <Band /> : <Table />}
      <span className="text-12">{t(open ? "trends.open-chart" : "band.open-table")}</span>
    </Button>
  );
}
