import type { ButtonHTMLAttributes, Ref } from "react";

type Look = "plain" | "primary" | "quiet" | "bare";

const LOOK: Record<Look, string> = {
  plain: "border border-rule bg-card text-ink-2 hover:text-ink hover:border-edge",
  primary: "border border-transparent bg-primary text-on-primary font-semibold hover:opacity-90",
  bare: "px-2! text-ink-2 hover:text-ink hover:bg-band",
  quiet: "border border-transparent text-ink-2 hover:text-ink hover:bg-band",
};

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  square?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", square = false, className = "", type = "button", ...rest }: Props) {
  return <button type={type} className={`${buttonClass(look, square)} ${className}`} {...rest} />;
}

/** For links that look like a button. */
export function buttonClass(look: Look = "plain", square = false): string {
  const size = square ? "size-8" : "h-8 px-3";
  const shape =
    "inline-flex items-center justify-center gap-2 rounded-2 text-14 whitespace-nowrap select-none";
  return `${shape} transition-colors duration-100 disabled:opacity-40 disabled:pointer-events-none ${size} ${LOOK[look]}`;
}
