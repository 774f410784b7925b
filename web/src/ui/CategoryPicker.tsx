import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";

import { t } from "@/lib/t";
import { pathText } from "@/lib/text";

import { Mark } from "./Mark";
import type { Kind } from "./kind";

export interface CategoryOption {
  path: readonly string[];
  kind: Kind;
}

interface Props {
  label: string;
  options: readonly CategoryOption[];
  value: readonly string[] | null;
  onChange: (path: readonly string[] | null) => void;
  /** What it means to choose none. */
  none: string;
  /** Takes the focus when it appears, for a form that was asked for. */
  focusFirst?: boolean;
}

/** A category found by typing part of its name. Arrows move, Enter chooses. */
export function CategoryPicker({ label, options, value, onChange, none, focusFirst = false }: Props) {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focusFirst) input.current?.focus();
  }, [focusFirst]);
  const shown = text === null ? [] : [null, ...options.filter(({ path }) => matches(path, text))];
  const choose = (option: CategoryOption | null) => {
    onChange(option?.path ?? null);
    setText(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (text === null) setText("");
      else setAt(Math.min(Math.max(at + step, 0), shown.length - 1));
    } else if (event.key === "Enter" && text !== null) {
      event.preventDefault();
      const option = shown[at];
      if (option !== undefined) choose(option);
    } else if (event.key === "Escape" && text !== null) {
      event.preventDefault();
      event.stopPropagation();
      setText(null);
    }
  };
  return (
    <div className="relative">
      <label htmlFor={id} className="text-12 text-ink-2">
        {label}
      </label>
      <input
        id={id}
        role="combobox"
        aria-expanded={text !== null}
        aria-controls={`${id}-list`}
        aria-activedescendant={text === null ? undefined : `${id}-${at}`}
        aria-autocomplete="list"
        autoComplete="off"
        ref={input}
        placeholder={none}
        value={text ?? pathText(value ?? [])}
        onFocus={(event) => event.target.select()}
        onClick={() => setText("")}
        onBlur={() => setText(null)}
        onChange={(event) => {
          setText(event.target.value);
          setAt(event.target.value ? 1 : 0);
        }}
        onKeyDown={onKeyDown}
        className="mt-1 h-8 w-full rounded-2 border border-edge bg-card px-2.5 placeholder:text-ink-2"
      />
      {text !== null && (
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={t("category.list")}
          className="absolute inset-x-0 z-40 mt-1 max-h-56 overflow-y-auto rounded-2 border border-rule bg-card py-1 shadow-card"
        >
          {shown.map((option, i) => (
            <div
              key={option ? pathText(option.path) : ""}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === at}
              // Before the field loses the focus, which closes the list.
              onPointerDown={(event) => {
                event.preventDefault();
                choose(option);
              }}
              onPointerEnter={() => setAt(i)}
              className={`flex cursor-pointer items-center gap-2 px-2.5 py-1 ${i === at ? "bg-band" : ""}`}
            >
              {option ? <Mark kind={option.kind} /> : <span className="w-[11px]" />}
              <span className={option ? "" : "text-ink-2"}>{option ? pathText(option.path) : none}</span>
            </div>
          ))}
          {shown.length === 1 && <p className="px-2.5 py-1 text-ink-2">{t("category.none")}</p>}
        </div>
      )}
    </div>
  );
}

function matches(path: readonly string[], text: string): boolean {
  const whole = pathText(path).toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => whole.includes(word));
}
