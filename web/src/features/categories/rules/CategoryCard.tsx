import { useEffect, useId, useRef, useState } from "react";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Field, Select, TextField } from "@/ui/Field";

import { CategorySelect } from "./CategorySelect";
import { DeleteCategory } from "./DeleteCategory";
import { HuePicker } from "./HuePicker";
import { Said } from "./Said";
import { WeightSteps } from "./WeightSteps";
import { useBoard } from "./context";
import { isNew } from "./draft";
import type { CategoryChange } from "./edits";
import { colourOf, possibleParents, ROLES, type Category, type Role } from "./model";
import { remarksOn } from "./pointers";

const ROLE_NAME: Record<Role, string> = {
  focus: t("role.focus"),
  communication: t("role.communication"),
  meeting: t("role.meeting"),
  neutral: t("role.neutral"),
  noise: t("role.noise"),
  personal: t("role.personal"),
};

/** What a category is: its name, its place, how productive it counts, its colour and role. */
export function CategoryCard({ category }: { category: Category }) {
  const { draft, edit, problems } = useBoard();
  const id = useId();
  const name = useRef<HTMLInputElement>(null);
  const [deleting, setDeleting] = useState(false);
  const about = draft.base.categories.find(({ key }) => key === category.key)?.name ?? category.name;
  const change = (to: CategoryChange) =>
    edit({ kind: "category.change", key: category.key, change: to, about });
  const wrong = remarksOn(problems, category.key);
  const fresh = isNew(draft, category.key);

  // A new category wants a name before anything else.
  useEffect(() => {
    if (!fresh) return;
    name.current?.focus();
    name.current?.select();
  }, [fresh]);

  return (
    <section
      aria-label={t("category.edit", { name: category.name })}
      className="mb-5 rounded-3 border border-rule bg-card p-4"
    >
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        <Field label={t("category.name")} htmlFor={`${id}-name`}>
          <TextField
            ref={name}
            id={`${id}-name`}
            value={category.name}
            aria-invalid={wrong.some(({ part }) => part === "name")}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Field label={t("category.inside")} htmlFor={`${id}-inside`}>
          <CategorySelect
            id={`${id}-inside`}
            set={draft.set}
            options={possibleParents(draft.set, category.key)}
            none={t("category.top")}
            value={category.parent}
            onChange={(parent) => change({ parent })}
          />
        </Field>
      </div>
      <Said remarks={wrong} />
      <div className="mt-3">
        <p aria-hidden className="mb-1 text-12 text-ink-2">
          {t("weight.label")}
        </p>
        <WeightSteps weight={category.weight} onWeight={(weight) => change({ weight })} />
      </div>
      <div className="mt-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div>
          <p aria-hidden className="mb-1 text-12 text-ink-2">
            {t("category.colour")}
          </p>
          <HuePicker
            colour={category.colour}
            above={colourOf(draft.set, category.parent)}
            onColour={(colour) => change({ colour })}
          />
        </div>
        <div className="flex flex-1 items-end gap-3">
          <Field label={t("role.label")} htmlFor={`${id}-role`} className="min-w-32 flex-1">
            <Select
              id={`${id}-role`}
              value={category.role}
              onChange={(event) => change({ role: event.target.value as Role })}
            >
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {ROLE_NAME[role]}
                </option>
              ))}
            </Select>
          </Field>
          <Button onClick={() => setDeleting(true)}>{t("category.delete")}</Button>
        </div>
      </div>
      <DeleteCategory category={category} open={deleting} onOpenChange={setDeleting} />
    </section>
  );
}
