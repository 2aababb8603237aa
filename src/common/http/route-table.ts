import type { Express } from 'express';

interface RouteLayer {
  match(path: string): boolean;
  route?: { path: string; methods: Record<string, boolean> };
}

/**
 * Looks a path up in the routes Express knows, for requests that failed before or without reaching one:
 * to answer 405 with `Allow`, and to record the route's template.
 */
export class RouteTable {
  constructor(private readonly express: Express) {}

  /** Upper-case methods served at this path; empty when there is no such path. */
  methodsAt(path: string): string[] {
    const methods = this.routesAt(path).flatMap((route) => Object.keys(route.methods));
    return [...new Set(methods.map((method) => method.toUpperCase()))].sort();
  }

  /** Express template of the route that serves this path and method, such as `/api/v1/users/:id`. */
  templateOf(method: string, path: string): string | undefined {
    const served = method === 'HEAD' ? 'get' : method.toLowerCase();
    return this.routesAt(path).find((route) => route.methods[served])?.path;
  }

  private routesAt(path: string): NonNullable<RouteLayer['route']>[] {
    const { stack } = this.express.router as unknown as { stack: RouteLayer[] };
    return stack.flatMap((layer) => (layer.route && matches(layer, path) ? [layer.route] : []));
  }
}

function matches(layer: RouteLayer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false; // a path that cannot be decoded matches nothing
  }
}
