/** The words of the interface: `t("day.since", { time })`. Keys and parameters are checked by the compiler. */
import { locale } from "./locale";
import { messages } from "./messages.en";

type Messages = typeof messages;
export type MessageKey = keyof Messages;

type Text<K extends MessageKey> = Messages[K] extends { other: infer S } ? S : Messages[K];
type Named<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Named<Rest> : never;
type Count<K extends MessageKey> = Messages[K] extends { other: string } ? "count" : never;
type Names<K extends MessageKey> = Named<Text<K>> | Count<K>;
type Parameters<K extends MessageKey> = [Names<K>] extends [never]
  ? []
  : [
      Record<Exclude<Names<K>, "count">, string | number> &
        ("count" extends Names<K> ? { count: number } : unknown),
    ];

const plural = new Intl.PluralRules(locale.text);

export function t<K extends MessageKey>(key: K, ...[values]: Parameters<K>): string {
  const given = (values ?? {}) as Record<string, string | number>;
  const message: string | { one: string; other: string } = messages[key];
  const text = typeof message === "string" ? message : choose(message, Number(given.count));
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name] ?? ""));
}

/** Small numbers are words inside a sentence. */
export function numberWord(n: number): string {
  return messages["number.words"].split(" ")[n] ?? String(n);
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function choose(message: { one: string; other: string }, count: number): string {
  return plural.select(count) === "one" ? message.one : message.other;
}
