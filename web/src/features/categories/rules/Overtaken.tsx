import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Notice } from "@/ui/Notice";

import { useBoard } from "./context";
import { editText } from "./words";

/** Somebody else stored other rules first: what became of one's own changes. */
export function Overtaken() {
  const { draft, dispatch } = useBoard();
  if (!draft.overtaken && draft.lost.length === 0) return null;
  return (
    <div role="alert">
      <Notice
        tone="warn"
        title={t("stale-rules.title")}
        className="mt-4"
        action={<Button onClick={() => dispatch({ type: "seen" })}>{t("stale-rules.ok")}</Button>}
      >
        <p>{t(draft.lost.length > 0 ? "stale-rules.lost" : "stale-rules.fits")}</p>
        <ul className="list-disc pl-5">
          {draft.lost.map((edit, i) => (
            <li key={i}>{editText(edit)}</li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
