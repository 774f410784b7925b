import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";

import { RulesBoard } from "@/features/categories/rules/RulesBoard";
import { RulesSkeleton } from "@/features/categories/rules/RulesSkeleton";
import { useRules } from "@/features/categories/rules/useRules";
import { parseRules, type RulesView } from "@/features/categories/rules/view";
import { useRecent } from "@/features/live/useRecent";
import { t } from "@/lib/t";
import { useTitle } from "@/lib/useTitle";
import { Failed } from "@/ui/Failed";

import { useSession } from "../session";

export function RulesPage() {
  const { me } = useSession();
  const navigate = useNavigate();
  const view = parseRules(useSearch({ strict: false }));
  const { data, error, refetch } = useRules();
  const recent = useSeen();
  useTitle(t("rules.title"));
  const change = (to: RulesView) => {
    void navigate({ to: ".", search: (before) => ({ ...parseRules(before), ...to }), replace: true });
  };
  if (data) {
    return (
      <RulesBoard held={data} view={view} onView={change} today={me.today} zone={me.zone} recent={recent} />
    );
  }
  return (
    <>
      <h1 className="mb-5 text-16 font-semibold md:text-20">{t("rules.title")}</h1>
      {error ? (
        <Failed title={t("rules.error")} error={error} retry={() => void refetch()} />
      ) : (
        <RulesSkeleton />
      )}
    </>
  );
}

/** Windows and pages seen lately, each once. */
function useSeen() {
  const { data } = useRecent(true);
  return useMemo(() => {
    const seen = new Map<string, { app: string; title: string; domain: string }>();
    for (const { app, title, domain } of data?.events ?? []) {
      if (app || title || domain) seen.set(`${app}\n${title}\n${domain}`, { app, title, domain });
    }
    return [...seen.values()].slice(0, 20);
  }, [data]);
}
