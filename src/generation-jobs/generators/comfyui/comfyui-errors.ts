import { isJsonObject, type JsonObject } from '../../../common/http/fields.decorators.js';
import { GenerationError } from '../generator.js';

const longestMessage = 1000;

/** Refusals of a value the job asked for; all others mean that the workflow does not fit this ComfyUI. */
const valueErrors = new Set([
  'value_not_in_list',
  'value_smaller_than_min',
  'value_bigger_than_max',
  'invalid_input_type',
  'custom_validation_failed',
]);

const outOfMemory = /OutOfMemory|out of memory|not enough memory|Allocation on device/i;

function words(...parts: readonly unknown[]): string {
  const said = parts.filter((part): part is string => typeof part === 'string' && part.trim() !== '');
  return said.join(': ').slice(0, longestMessage);
}

function errorsOf(nodeErrors: unknown): JsonObject[] {
  if (!isJsonObject(nodeErrors)) return [];
  return Object.values(nodeErrors)
    .flatMap((node) => (isJsonObject(node) && Array.isArray(node.errors) ? (node.errors as unknown[]) : []))
    .filter(isJsonObject);
}

/** What ComfyUI's answer 400 to a prompt means. */
export function toRefusal(body: unknown): GenerationError {
  const { error, node_errors: nodeErrors } = isJsonObject(body) ? body : {};
  const [first] = errorsOf(nodeErrors);
  const general = isJsonObject(error) ? error : { message: error };
  const said = first ? words(first.message, first.details) : words(general.message, general.details);
  const isValue = errorsOf(nodeErrors).some(({ type }) => typeof type === 'string' && valueErrors.has(type));
  return new GenerationError(
    isValue ? 'validation' : 'workflow',
    `ComfyUI refused the prompt: ${said || 'no reason given'}`,
  );
}

/** What the message `execution_error` of a prompt means. */
export function toExecutionError(data: JsonObject): GenerationError {
  const said = words(data.node_type, data.exception_type, data.exception_message);
  const isMemory = outOfMemory.test(words(data.exception_type, data.exception_message));
  return new GenerationError(isMemory ? 'oom' : 'workflow', `ComfyUI failed: ${said || 'no reason given'}`);
}
