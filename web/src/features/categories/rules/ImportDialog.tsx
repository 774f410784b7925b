import { useMutation } from "@tanstack/react-query";
import { useId, useState, type ChangeEvent } from "react";

import { change } from "@/api/client";
import { t } from "@/lib/t";
import { Button, buttonClass } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Drawer } from "@/ui/Drawer";
import { Field, TextArea } from "@/ui/Field";

import { useBoard } from "./context";
import { recognise } from "./importing";
import type { RuleDocument } from "./model";
import type { Doubt } from "./preview";

interface Converted extends RuleDocument {
  from: "activitywatch" | "daywright";
  warnings: readonly Doubt[];
}

/** Rules from elsewhere. They go into the draft, where what they move is seen before anything is applied. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { edit } = useBoard();
  const id = useId();
  const [text, setText] = useState("");
  const [mode, setMode] = useState<"add" | "replace">("add");
  const converting = useMutation({ mutationFn: convert });
  const { data, error, mutate, reset } = converting;
  const read = (given: string) => {
    setText(given);
    if (given.trim() === "") reset();
    else mutate(given);
  };
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    void event.target.files?.[0]?.text().then(read);
  };
  const take = () => {
    if (!data) return;
    const { categories, rules } = data;
    const about = t(data.from === "activitywatch" ? "import.from-aw" : "import.from-file");
    edit({ kind: "import", document: { categories, rules }, replace: mode === "replace", about });
    onClose();
  };
  return (
    <Drawer
      modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("import.title")}
      description={t("import.about")}
      closeLabel={t("close")}
    >
      <label className={`${buttonClass()} cursor-pointer focus-within:outline-2`}>
        {t("import.file")}
        <input type="file" accept="application/json,.json" className="sr-only" onChange={choose} />
      </label>
      <Field label={t("import.paste")} htmlFor={`${id}-text`} className="mt-3">
        <TextArea
          id={`${id}-text`}
          rows={5}
          className="font-mono text-12"
          value={text}
          aria-invalid={error !== null}
          onChange={(event) => read(event.target.value)}
        />
      </Field>
      {error && (
        <p role="alert" className="mt-2 text-bad">
          {error.message}
        </p>
      )}
      {data && (
        <div className="mt-3">
          <p className="font-medium">
            {t("import.found", {
              rules: t("rules.count-rules", { count: data.rules.length }),
              categories: t("rules.count-categories", { count: data.categories.length }),
            })}
          </p>
          {data.warnings.length > 0 && (
            <>
              <p className="mt-1 text-warn">{t("import.doubts")}</p>
              <ul className="max-h-28 list-disc overflow-y-auto pl-5 text-12 text-ink-2">
                {data.warnings.map(({ code, pointer, detail }) => (
                  <li key={`${code} ${pointer}`}>{detail}</li>
                ))}
              </ul>
            </>
          )}
          <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
            <div>
              <Choice
                label={t("import.mode")}
                value={mode}
                onChange={setMode}
                options={[
                  ["add", t("import.add")],
                  ["replace", t("import.replace")],
                ]}
              />
              <p className="mt-1 text-12 text-ink-2">
                {t(mode === "add" ? "import.add-help" : "import.replace-help")}
              </p>
            </div>
            <Button look="primary" onClick={take}>
              {t("import.go")}
            </Button>
          </div>
        </div>
      )}
    </Drawer>
  );
}

async function convert(text: string): Promise<Converted> {
  const found = recognise(text);
  switch (found.kind) {
    case "unreadable":
      throw new Error(t("import.unreadable"));
    case "unknown":
      throw new Error(t("import.unknown"));
    case "daywright":
      return { ...found.document, from: "daywright", warnings: [] };
    case "activitywatch": {
      const { classes } = found;
      const made = await change<Omit<Converted, "from">>("POST", "/api/v1/rules/import", {
        source: "activitywatch",
        classes,
      }).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : "";
        throw new Error(t("import.failed", { reason }));
      });
      return { ...made, from: "activitywatch" };
    }
  }
}
