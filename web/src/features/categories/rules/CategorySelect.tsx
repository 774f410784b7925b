import { Select } from "@/ui/Field";

import { depthOf, type Category, type RuleSet } from "./model";

interface Props {
  set: RuleSet;
  value: string | null;
  onChange: (key: string | null) => void;
  /** What it says while none is chosen. */
  none: string;
  /** Only these can be chosen; all without. */
  options?: readonly Category[];
  id?: string;
  label?: string;
  invalid?: boolean;
  className?: string;
}

/** The tree as a list, children set in. */
export function CategorySelect({
  set,
  value,
  onChange,
  none,
  options,
  id,
  label,
  invalid,
  className,
}: Props) {
  return (
    <Select
      id={id}
      aria-label={label}
      aria-invalid={invalid}
      {...(className === undefined ? {} : { className })}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value || null)}
    >
      <option value="">{none}</option>
      {(options ?? set.categories).map(({ key, name }) => (
        <option key={key} value={key}>
          {"\u2003".repeat(depthOf(set, key) - 1) + name}
        </option>
      ))}
    </Select>
  );
}
