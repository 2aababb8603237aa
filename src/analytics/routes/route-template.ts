/** Route of requests no template belongs to, so that strangers cannot create routes at will. */
export const unmatchedRoute = '<unmatched>';

const templates = new Map<string, string>();

function convert(path: string): string {
  return path.replace(/[{}]/g, '').replace(/[:*](\w+)/g, '{$1}');
}

/**
 * `/content/:id` as `/content/{id}`, `/files/*path` as `/files/{path}`, `/tags{/:id}` as `/tags/{id}`. The Express
 * templates of an application are few, so each is converted once.
 */
export function toRouteTemplate(expressPath: string | undefined): string {
  if (expressPath === undefined) return unmatchedRoute;
  let template = templates.get(expressPath);
  if (template === undefined) {
    template = convert(expressPath);
    templates.set(expressPath, template);
  }
  return template;
}
