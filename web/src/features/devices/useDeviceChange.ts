import { useMutation, useQueryClient } from "@tanstack/react-query";

import { address, change } from "@/api/client";
import { t } from "@/lib/t";
import { toast } from "@/lib/toasts";

import type { Device } from "./useDevices";

interface Deed {
  method: "POST" | "PATCH";
  /** What stands behind the device in the address. */
  verb?: "approve" | "revoke" | "rotate";
  body?: unknown;
  /** What to say when it is done. */
  done?: string;
}

/** What the owner does to one device; everything that shows it is asked again. */
export function useDeviceChange(device: Device) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, verb, body }: Deed) => {
      const path = verb ? `/api/v1/devices/{device}/${verb}` : "/api/v1/devices/{device}";
      return change<null>(method, address(path, { device: device.id }), body);
    },
    onSuccess: (_, { done }) => done && toast(done),
    onError: (failure) => toast(t("devices.failed", { why: failure.message }), { tone: "bad" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["devices"] }),
  });
}
