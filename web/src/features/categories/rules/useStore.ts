import { useQueryClient } from "@tanstack/react-query";

import { ApiFailure } from "@/api/client";
import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";

import type { Action, Draft } from "./draft";
import { complete } from "./model";
import type { Preview } from "./preview";
import { isStale, type useChangeRules } from "./useApply";
import { rulesQuery } from "./useRules";
import { movesText } from "./words";

interface Props {
  draft: Draft;
  dispatch: (action: Action) => void;
  preview: Preview | null;
  changing: ReturnType<typeof useChangeRules>;
}

/** Applying, going back and bringing back, each with its way back for ten seconds. */
export function useStore({ draft, dispatch, preview, changing }: Props) {
  const client = useQueryClient();
  const failed = (key: "draft.failed" | "draft.undo-failed") => (error: Error) => {
    const gone = error instanceof ApiFailure && error.unreachable;
    toast(t(key, { reason: gone ? t("error.gone") : error.message }), { tone: "bad" });
  };
  const undo = () => {
    changing.mutate(
      { do: "undo" },
      {
        onSuccess: (held) => {
          dispatch({ type: "applied", held });
          toast(t("draft.undone"));
        },
        onError: failed("draft.undo-failed"),
      },
    );
  };
  const apply = () => {
    const what = preview && preview.moved_seconds >= 1 ? movesText(preview, true) : null;
    changing.mutate(
      { do: "apply", draft: { ...draft, set: complete(draft.set) } },
      {
        onSuccess: (held) => {
          dispatch({ type: "applied", held });
          toast(what === null ? t("draft.applied-plain") : t("draft.applied", { what }), { undo });
        },
        onError: (error) => {
          // The newer version comes, the draft is put on top of it, and the page says so.
          if (isStale(error)) void client.invalidateQueries({ queryKey: rulesQuery.queryKey });
          else failed("draft.failed")(error);
        },
      },
    );
  };
  const restore = (revision: number) => {
    changing.mutate(
      { do: "restore", revision },
      {
        onSuccess: (held) => {
          dispatch({ type: "applied", held });
          toast(t("history.restored", { revision }), { undo });
        },
        onError: failed("draft.failed"),
      },
    );
  };
  return { apply, restore };
}
