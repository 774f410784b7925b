import { useBlocker } from "@tanstack/react-router";

import { t } from "@/lib/t";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Drawer";

interface Props {
  dirty: boolean;
  onDiscard: () => void;
}

/** Asks before one leaves with changes not applied; closing the tab would lose them, going elsewhere would not. */
export function LeaveGuard({ dirty, onDiscard }: Props) {
  const { proceed, reset, status } = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  return (
    <Drawer
      modal
      open
      onOpenChange={(open) => !open && reset()}
      title={t("leave.title")}
      description={t("leave.text")}
      closeLabel={t("close")}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          onClick={() => {
            onDiscard();
            proceed();
          }}
        >
          {t("leave.discard")}
        </Button>
        <Button onClick={proceed}>{t("leave.go")}</Button>
        <Button look="primary" onClick={reset}>
          {t("leave.stay")}
        </Button>
      </div>
    </Drawer>
  );
}
