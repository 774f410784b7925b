import { t } from "@/lib/t";
import { Bars, Day, Devices, Lanes, RuleTree, Settings, TrendLine } from "@/ui/icons";

/** The pages one can go to, in the order of the rail. The first three stand in the bottom bar of a phone. */
export const PAGES = [
  { to: "/", name: t("nav.today"), icon: Day },
  { to: "/timeline", name: t("nav.timeline"), icon: Lanes },
  { to: "/activity", name: t("nav.activity"), icon: Bars },
  { to: "/trends", name: t("nav.trends"), icon: TrendLine },
  { to: "/rules", name: t("nav.rules"), icon: RuleTree },
  { to: "/devices", name: t("nav.devices"), icon: Devices },
] as const;

export const IN_BAR = 3;

export const SETTINGS = { to: "/settings", name: t("nav.settings"), icon: Settings } as const;
