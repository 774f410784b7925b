import { useMemo, useState, type ReactNode } from "react";

import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";
import { Choice } from "@/ui/Choice";

import { CategoryTree } from "./CategoryTree";
import { ChangeBar, changes } from "./ChangeBar";
import { HistoryDrawer } from "./HistoryDrawer";
import { ImportDialog } from "./ImportDialog";
import { LeaveGuard } from "./LeaveGuard";
import { Overtaken } from "./Overtaken";
import { RuleList } from "./RuleList";
import { RulesHeader } from "./RulesHeader";
import { Suggestions } from "./Suggestions";
import { Tester, type Seen } from "./Tester";
import { BoardContext, type Board } from "./context";
import { isDirty, type Held } from "./draft";
import { categoryOf } from "./model";
import { timesOf } from "./treeRows";
import { useChangeRules } from "./useApply";
import { useBegin } from "./useBegin";
import { useDraft } from "./useDraft";
import { useHits } from "./useHits";
import { usePreview } from "./usePreview";
import { useRuleKeys } from "./useRuleKeys";
import { useStore } from "./useStore";
import { partOf, PARTS, rangeOf, RANGES, spanOf, type RulesView } from "./view";

interface Props {
  held: Held;
  view: RulesView;
  onView: (change: RulesView) => void;
  today: string;
  zone: string;
  recent: readonly Seen[];
}

/** Why is this labelled so, and how is it labelled otherwise? Tree, rules, tester and what is still open, on one draft. */
export function RulesBoard({ held, view, onView, today, zone, recent }: Props) {
  const changing = useChangeRules();
  const [draft, dispatch] = useDraft(held, changing.isPending);
  const previewed = usePreview(draft);
  const range = rangeOf(view);
  const span = spanOf(range, today);
  const hits = useHits(span, draft.revision);
  const times = useMemo(() => (hits.data ? timesOf(draft.base, hits.data) : null), [draft.base, hits.data]);
  const board: Board = {
    draft,
    dispatch,
    edit: (edit) => dispatch({ type: "edit", edit }),
    times,
    problems: previewed.problems,
    doubts: previewed.doubts,
    view,
    onView,
  };
  const begin = useBegin(board);
  const [asked, setAsked] = useState(false);
  const { apply, restore } = useStore({ draft, dispatch, preview: previewed.preview, changing });
  const dirty = isDirty(draft);
  const part = partOf(view);
  const onNew = () => begin({ category: categoryOf(draft.set, view.category ?? null)?.key ?? null });
  const discard = () => {
    const { edits } = draft;
    dispatch({ type: "discard" });
    toast(t("draft.discarded", { changes: changes(edits.length) }), {
      undo: () => dispatch({ type: "resume", edits }),
    });
  };
  useRuleKeys({ onNew, undo: dirty ? () => dispatch({ type: "undo" }) : null });

  return (
    <BoardContext value={board}>
      <RulesHeader span={span} range={range} onNew={onNew}>
        <Choice
          label={t("rules.range")}
          value={range}
          onChange={(to) => onView({ range: to })}
          options={RANGES.map((each) => [each, t(`rules.range-${each}`)] as const)}
        />
      </RulesHeader>
      <Overtaken />
      {/* The tree is always in sight where there is room for two columns. */}
      {(["md:hidden", "max-md:hidden xl:hidden"] as const).map((where, i) => (
        <div key={where} className={`mt-4 ${where}`}>
          <Choice
            label={t("rules.parts")}
            value={i > 0 && part === "categories" ? "rules" : part}
            onChange={(to) => onView({ part: to })}
            options={PARTS.slice(i).map((each) => [each, t(`rules.part-${each}`)] as const)}
          />
        </div>
      ))}
      <div className="mt-5 grid items-start gap-x-10 gap-y-8 md:grid-cols-[240px_minmax(0,1fr)] xl:mt-7 xl:grid-cols-[264px_minmax(0,1fr)_296px]">
        <Shown when={part === "categories"} also="md:block">
          <CategoryTree />
        </Shown>
        <Shown when={part === "rules"} also={part === "categories" ? "md:block" : "xl:block"}>
          <RuleList strict={asked} onNew={onNew} />
        </Shown>
        <div className="contents xl:flex xl:flex-col xl:gap-9">
          <Shown when={part === "test"} also="xl:block">
            <Tester recent={recent} onMake={(field, value) => begin({ field, value })} />
          </Shown>
          <Shown when={part === "suggestions"} also="xl:block">
            <Suggestions span={span} />
          </Shown>
        </div>
      </div>
      {dirty && (
        <ChangeBar
          previewed={previewed}
          applying={changing.isPending}
          onAsk={() => setAsked(true)}
          onApply={apply}
          onDiscard={discard}
        />
      )}
      {view.panel === "history" && (
        <HistoryDrawer
          zone={zone}
          today={today}
          onClose={() => onView({ panel: undefined })}
          onRestore={(revision) => {
            onView({ panel: undefined });
            restore(revision);
          }}
        />
      )}
      {view.panel === "import" && <ImportDialog onClose={() => onView({ panel: undefined })} />}
      <LeaveGuard dirty={dirty} onDiscard={() => dispatch({ type: "discard" })} />
    </BoardContext>
  );
}

/** A narrow screen shows one part at a time, a wider one also those that `also` says. */
function Shown({ when, also, children }: { when: boolean; also: string; children: ReactNode }) {
  return <div className={`min-w-0 ${when ? "" : `hidden ${also}`}`}>{children}</div>;
}
