import { Dialog } from "radix-ui";
import type { ReactNode } from "react";

import { Button } from "./Button";
import { Close } from "./icons";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description: string;
  closeLabel: string;
  children: ReactNode;
  /** A drawer stays beside the page and leaves it usable; a dialog stands in front of it. */
  modal?: boolean;
}

/*
 * Radix's own Overlay locks scrolling with an injected style tag, which the server's policy forbids;
 * the veil here is an ordinary element instead.
 */
export function Drawer({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  children,
  modal = false,
}: Props) {
  const place = modal
    ? "left-1/2 top-[12vh] w-[min(560px,calc(100vw-32px))] max-h-[76vh] -translate-x-1/2 rounded-3 border"
    : "right-0 top-0 h-dvh w-[min(400px,100vw)] border-l";
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange} modal={modal}>
      <Dialog.Portal>
        {modal && <div className="fixed inset-0 z-40 bg-veil" />}
        <Dialog.Content
          className={`fixed z-50 flex flex-col border-rule bg-card shadow-card outline-none ${place}`}
          onInteractOutside={(event) => !modal && event.preventDefault()}
        >
          <div className="flex items-start justify-between gap-4 border-b border-rule px-5 pt-4 pb-3">
            <div>
              <Dialog.Title className="text-16 font-semibold">{title}</Dialog.Title>
              <Dialog.Description className="text-12 text-ink-2">{description}</Dialog.Description>
            </div>
            <Dialog.Close asChild>
              <Button look="quiet" square aria-label={closeLabel}>
                <Close />
              </Button>
            </Dialog.Close>
          </div>
          {/* Scrolls by itself, so the keyboard must be able to reach it. */}
          <div
            role="region"
            aria-label={title}
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto px-5 py-4"
          >
            {children}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
