/** What this process uses of its machine. */
export interface ResourceUsage {
  /** Bytes, as process.memoryUsage() names them. */
  readonly memory: { readonly rss: number; readonly heapTotal: number; readonly heapUsed: number };
  readonly cpu: { readonly userSeconds: number; readonly systemSeconds: number };
  /** Share of one core since the process started. */
  readonly cpuPercent: number;
}

export function resourceUsage(): ResourceUsage {
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    memory: { rss, heapTotal, heapUsed },
    cpu: { userSeconds: user / 1e6, systemSeconds: system / 1e6 },
    cpuPercent: (user + system) / 1e4 / process.uptime(),
  };
}
