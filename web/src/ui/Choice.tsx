import { RadioGroup } from "radix-ui";

interface Props<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly (readonly [value: Value, name: string])[];
}

/** One of a few, all in sight. */
export function Choice<Value extends string>({ label, value, onChange, options }: Props<Value>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(chosen) => onChange(chosen as Value)}
      className="inline-flex rounded-2 border border-rule bg-band p-0.5"
    >
      {options.map(([each, name]) => (
        <RadioGroup.Item
          key={each}
          value={each}
          className="h-7 rounded-[5px] px-3 text-ink-2 data-[state=checked]:bg-card data-[state=checked]:font-medium data-[state=checked]:text-ink data-[state=checked]:shadow-[0_0_0_1px_var(--rule)]"
        >
          {name}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
