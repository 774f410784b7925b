import { useEffect, useRef, useState } from "react";

import { t } from "@/lib/t";
import { TextField } from "@/ui/Field";
import { Close, Search } from "@/ui/icons";

interface Props {
  value: string;
  onChange: (text: string) => void;
}

const SETTLES_MS = 250;

/** Text to be found. What is typed counts once the typing pauses; what changes elsewhere stands here at once. */
export function SearchField({ value, onChange }: Props) {
  const [{ text, told }, setTyped] = useState({ text: value, told: value });
  const wait = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (told !== value) setTyped({ text: value.trim() === text.trim() ? text : value, told: value });
  useEffect(() => () => clearTimeout(wait.current), []);
  const say = (to: string, ms: number) => {
    setTyped({ text: to, told });
    clearTimeout(wait.current);
    wait.current = setTimeout(() => onChange(to.trim()), ms);
  };
  return (
    <span className="relative block min-w-52 flex-1 md:max-w-[340px]">
      <span aria-hidden className="pointer-events-none absolute top-2 left-2.5 text-ink-2">
        <Search />
      </span>
      <TextField
        data-search
        type="text"
        role="searchbox"
        aria-label={t("filter.search")}
        placeholder={t("filter.search")}
        value={text}
        className="px-8! text-ellipsis"
        onChange={(event) => say(event.target.value, SETTLES_MS)}
        onKeyDown={(event) => {
          if (event.key === "Enter") say(text, 0);
          if (event.key === "Escape" && text !== "") say("", 0);
        }}
      />
      {text !== "" && (
        <button
          type="button"
          aria-label={t("filter.search-clear")}
          className="tap-target absolute top-1 right-1 p-1 text-ink-2 hover:text-ink"
          onClick={() => say("", 0)}
        >
          <Close />
        </button>
      )}
    </span>
  );
}
