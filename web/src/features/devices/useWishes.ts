import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { address, change, get, type Answer, type Shape } from "@/api/client";

import type { Device } from "./useDevices";

export type Wishes = Answer<"/api/v1/devices/{device}/config">;
export type WishesWanted = Shape<"ConfigWanted">;

const PATH = "/api/v1/devices/{device}/config";

/** What a device is asked to do. */
export function useWishes(device: Device, { enabled }: { enabled: boolean }) {
  return useQuery({
    queryKey: ["devices", device.id, "config"],
    queryFn: ({ signal }) => get(PATH, { path: { device: device.id }, signal }),
    enabled,
  });
}

export function useWishesChange(device: Device) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: WishesWanted) => change<Wishes>("PUT", address(PATH, { device: device.id }), wanted),
    onSuccess: () => client.invalidateQueries({ queryKey: ["devices"] }),
  });
}
