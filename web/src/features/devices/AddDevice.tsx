import { useId, useState, type SyntheticEvent } from "react";

import { useNow } from "@/lib/serverClock";
import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Drawer";
import { Field, Select, TextField } from "@/ui/Field";
import { Plus } from "@/ui/icons";

import { useNewSecret } from "./useSecrets";

const HOURS = [
  ["1", "add.hour"],
  ["24", "add.day"],
  ["168", "add.week"],
] as const;

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Makes a secret, and shows it once with the command that uses it. */
export function AddDevice({ owner }: { owner: string }) {
  const [open, setOpen] = useState(false);
  const made = useNewSecret();
  const toggle = (wanted: boolean) => {
    made.reset(); // what was shown is gone
    setOpen(wanted);
  };
  return (
    <>
      <Button look="primary" onClick={() => toggle(true)}>
        <Plus /> {t("add.open")}
      </Button>
      <Drawer
        modal
        open={open}
        onOpenChange={toggle}
        title={t("add.title")}
        description={t("add.about")}
        closeLabel={t("add.close")}
      >
        {made.data ? (
          <Steps secret={made.data.secret} owner={owner} onDone={() => toggle(false)} />
        ) : (
          <Form make={made} />
        )}
      </Drawer>
    </>
  );
}

function Form({ make }: { make: ReturnType<typeof useNewSecret> }) {
  const id = useId();
  const [label, setLabel] = useState(t("add.label-start"));
  const [uses, setUses] = useState("1");
  const [hours, setHours] = useState("24");
  const [approve, setApprove] = useState(false);
  const now = useNow(60_000); // the server's: a browser's own clock may be off by more than a secret lives
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    make.mutate({
      label: label.trim(),
      max_uses: Number(uses),
      expires_at: new Date(now + Number(hours) * 3_600_000).toISOString(),
      require_approval: approve,
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t("add.label")} htmlFor={`${id}-label`}>
        <TextField
          id={`${id}-label`}
          required
          maxLength={100}
          value={label}
          onChange={({ target }) => setLabel(target.value)}
        />
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t("add.uses")} htmlFor={`${id}-uses`}>
          <TextField
            id={`${id}-uses`}
            type="number"
            required
            min={1}
            max={10_000}
            value={uses}
            onChange={({ target }) => setUses(target.value)}
          />
        </Field>
        <Field label={t("add.hours")} htmlFor={`${id}-hours`}>
          <Select id={`${id}-hours`} value={hours} onChange={({ target }) => setHours(target.value)}>
            {HOURS.map(([value, key]) => (
              <option key={value} value={value}>
                {t(key)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={approve} onChange={({ target }) => setApprove(target.checked)} />
        {t("add.approve")}
      </label>
      {make.isError && (
        <p role="alert" className="text-12 text-bad">
          {t("devices.failed", { why: make.error.message })}
        </p>
      )}
      <div>
        <Button type="submit" look="primary" disabled={make.isPending || !label.trim()}>
          {t("add.make")}
        </Button>
      </div>
    </form>
  );
}

function Steps({ secret, owner, onDone }: { secret: string; owner: string; onDone: () => void }) {
  const command = `daywright enroll --server ${window.location.origin} --username ${quoted(owner)} --enrollment-secret-file enrol.secret`;
  return (
    <div className="flex flex-col gap-4">
      <Copyable what={t("add.step-file")} copy={t("add.copy-secret")} text={secret} />
      <Copyable what={t("add.step-run")} copy={t("add.copy-command")} text={command} />
      {LOOPBACK.has(window.location.hostname) && <p className="text-12 text-ink-2">{t("add.loopback")}</p>}
      <p className="text-12 text-ink-2">{t("add.once")}</p>
      <div>
        <Button look="primary" onClick={onDone}>
          {t("add.done")}
        </Button>
      </div>
    </div>
  );
}

function Copyable({ what, copy, text }: { what: string; copy: string; text: string }) {
  const [copied, setCopied] = useState(false);
  // Where the browser has no clipboard for us (plain HTTP by another name), the text can still be selected.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  return (
    <div>
      <p className="mb-1">{what}</p>
      <code className="block rounded-2 bg-band px-3 py-2 font-mono text-12 wrap-anywhere select-all">
        {text}
      </code>
      {clipboard && (
        <Button className="mt-2" onClick={() => void clipboard.writeText(text).then(() => setCopied(true))}>
          {copied ? t("add.copied") : copy}
        </Button>
      )}
    </div>
  );
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w.-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
