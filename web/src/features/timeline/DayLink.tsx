import { Link, type LinkProps } from "@tanstack/react-router";
import type { AriaAttributes, ReactNode } from "react";

interface Props extends AriaAttributes {
  date: string;
  today: string;
  className?: string;
  title?: string;
  tabIndex?: number;
  "data-date"?: string;
  children: ReactNode;
}

/** Today has the short address. */
export function dayTarget(date: string, today: string): Pick<LinkProps, "to" | "params" | "search"> {
  return date === today ? { to: "/", search: {} } : { to: "/day/$date", params: { date }, search: {} };
}

export function DayLink({ date, today, ...rest }: Props) {
  return <Link {...dayTarget(date, today)} {...rest} />;
}
