import { useId, useState, type SyntheticEvent } from "react";

import { instant } from "@/lib/clock";
import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";
import { instantAt, isZone, knownZones, wallAt } from "@/lib/zones";
import { Button } from "@/ui/Button";
import { Field, TextField } from "@/ui/Field";

import { useZonesChange, type ZoneHistory } from "./useProfile";

/** A row as it stands in the form: since when on the wall clock of that zone, nothing for the first. */
interface Row {
  key: number;
  zone: string;
  since: string;
}

interface Props {
  zones: ZoneHistory;
  onClose: () => void;
}

export function ZonesForm({ zones, onClose }: Props) {
  const id = useId();
  const [rows, setRows] = useState<Row[]>(() => zones.map(rowOf));
  const save = useZonesChange();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const edit = (key: number, part: Partial<Row>) =>
    setRows((all) => all.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = () =>
    setRows((all) => [...all, { key: Date.now(), zone: here, since: wallAt(Date.now(), here) }]);
  const wrong = rows.some(
    (row, place) => !isZone(row.zone) || (place > 0 && instantAt(row.since, row.zone) === null),
  );
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate(rows.map(entryOf), {
      onSuccess: () => {
        toast(t("settings.zones-set"), { undo: () => save.mutate(zones) });
        onClose();
      },
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3 pb-4">
      <datalist id={`${id}-zones`}>
        {knownZones().map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {rows.map((row, place) => (
        <div key={row.key} className="flex flex-wrap items-end gap-2">
          <Field label={t("settings.zone")} htmlFor={`${id}-${row.key}-zone`} className="w-52">
            <TextField
              id={`${id}-${row.key}-zone`}
              list={`${id}-zones`}
              value={row.zone}
              aria-invalid={!isZone(row.zone)}
              onChange={({ target }) => edit(row.key, { zone: target.value })}
            />
          </Field>
          {place === 0 ? (
            <p className="flex h-8 items-center text-12 text-ink-2">{t("settings.zone-first")}</p>
          ) : (
            <>
              <Field label={t("settings.zone-since")} htmlFor={`${id}-${row.key}-since`} className="w-52">
                <TextField
                  id={`${id}-${row.key}-since`}
                  type="datetime-local"
                  value={row.since}
                  onChange={({ target }) => edit(row.key, { since: target.value })}
                />
              </Field>
              <Button look="quiet" onClick={() => setRows((all) => all.filter(({ key }) => key !== row.key))}>
                {t("settings.zone-remove")}
              </Button>
            </>
          )}
        </div>
      ))}
      {save.isError && (
        <p role="alert" className="text-12 text-bad">
          {t("settings.not-changed", { why: save.error.message })}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={wrong || save.isPending}>
          {t("settings.save")}
        </Button>
        <Button onClick={add}>{t("settings.zone-add")}</Button>
        <Button look="quiet" onClick={onClose}>
          {t("settings.cancel")}
        </Button>
      </div>
    </form>
  );
}

function rowOf({ since, zone }: ZoneHistory[number], key: number): Row {
  return { key, zone, since: since ? wallAt(instant(since), zone) : "" };
}

function entryOf({ since, zone }: Row, place: number): ZoneHistory[number] {
  const at = place === 0 ? null : instantAt(since, zone);
  return { zone, since: at === null ? null : new Date(at).toISOString() };
}
