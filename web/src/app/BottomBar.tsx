import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";

import { t } from "@/lib/t";
import { Popover } from "@/ui/Popover";
import { More } from "@/ui/icons";

import { IN_BAR, PAGES, SETTINGS } from "./pages";

const ENTRY = "flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-12";
const REST = [...PAGES.slice(IN_BAR), SETTINGS];

/** The pages at the thumb of a phone; those used less wait behind the last entry. */
export function BottomBar({ onHelp }: { onHelp: () => void }) {
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const behind = REST.some(({ to }) => to === pathname);
  return (
    <nav
      aria-label={t("shell.pages")}
      className="fixed inset-x-0 bottom-0 z-40 flex border-t border-rule bg-card pb-[env(safe-area-inset-bottom)] lg:hidden print:hidden"
    >
      {PAGES.slice(0, IN_BAR).map(({ to, name, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          search={{}}
          activeOptions={{ exact: true, includeSearch: false }}
          className={ENTRY}
          activeProps={{ className: "font-semibold text-ink" }}
          inactiveProps={{ className: "text-ink-2" }}
        >
          <Icon />
          {name}
        </Link>
      ))}
      <Popover
        label={t("nav.more")}
        align="end"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button type="button" className={`${ENTRY} ${behind ? "font-semibold text-ink" : "text-ink-2"}`}>
            <More />
            {t("nav.more")}
          </button>
        }
      >
        <ul className="-m-2 min-w-40">
          {REST.map(({ to, name, icon: Icon }) => (
            <li key={to}>
              <Link
                to={to}
                onClick={() => setOpen(false)}
                className="flex h-11 items-center gap-3 rounded-2 px-3 hover:bg-band"
                activeProps={{ className: "font-semibold" }}
              >
                <Icon />
                {name}
              </Link>
            </li>
          ))}
          <li className="max-sm:hidden">
            <button
              type="button"
              className="flex h-11 w-full items-center rounded-2 px-3 pl-10 hover:bg-band"
              onClick={() => {
                setOpen(false);
                onHelp();
              }}
            >
              {t("nav.keys")}
            </button>
          </li>
        </ul>
      </Popover>
    </nav>
  );
}
