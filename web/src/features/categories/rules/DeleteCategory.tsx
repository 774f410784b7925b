import { RadioGroup } from "radix-ui";
import { useState, type ReactNode } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Drawer";

import { CategorySelect } from "./CategorySelect";
import { useBoard } from "./context";
import { withBelow, type Category } from "./model";

interface Props {
  category: Category;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What goes with a category, and what becomes of its rules, before it goes. */
export function DeleteCategory({ category, open, onOpenChange }: Props) {
  const { draft, edit, onView } = useBoard();
  const gone = withBelow(draft.set, category.key);
  const rules = draft.set.rules.filter((rule) => rule.category !== null && gone.has(rule.category)).length;
  const others = draft.set.categories.filter(({ key }) => !gone.has(key));
  const [fate, setFate] = useState<"move" | "drop">("move");
  const [chosen, setChosen] = useState<string | null>(null);
  const to = chosen ?? category.parent ?? others[0]?.key ?? null;
  const move = fate === "move" && rules > 0 && to !== null;
  const remove = () => {
    onOpenChange(false);
    edit({ kind: "category.delete", key: category.key, rulesTo: move ? to : null, about: category.name });
    onView({ category: category.parent ?? undefined });
  };
  return (
    <Drawer
      modal
      open={open}
      onOpenChange={onOpenChange}
      title={t("delete.title", { name: category.name })}
      description={[
        t("delete.about", { count: rules }),
        ...(gone.size > 1 ? [t("delete.below", { count: gone.size - 1 })] : []),
      ].join(" ")}
      closeLabel={t("close")}
    >
      {rules > 0 && (
        <>
          <p className="mb-1.5 text-12 text-ink-2">{t("delete.rules")}</p>
          <RadioGroup.Root
            aria-label={t("delete.rules")}
            value={fate}
            onValueChange={(to) => setFate(to === "drop" ? "drop" : "move")}
            className="flex flex-col gap-2"
          >
            <Fate value="move">{t("delete.move")}</Fate>
            <div className="pl-6">
              <CategorySelect
                set={draft.set}
                options={others}
                label={t("delete.to")}
                none={t("rule.choose")}
                value={to}
                onChange={(key) => {
                  setFate("move");
                  setChosen(key);
                }}
              />
            </div>
            <Fate value="drop">{t("delete.drop")}</Fate>
          </RadioGroup.Root>
        </>
      )}
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <p className="text-12 text-ink-2">{t("delete.draft")}</p>
        <Button look="primary" onClick={remove}>
          {t("delete.go")}
        </Button>
      </div>
    </Drawer>
  );
}

function Fate({ value, children }: { value: string; children: ReactNode }) {
  return (
    <RadioGroup.Item value={value} className="group flex items-center gap-2 text-left">
      <span className="inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-edge">
        <span className="size-2 rounded-full group-data-[state=checked]:bg-ink" />
      </span>
      {children}
    </RadioGroup.Item>
  );
}
