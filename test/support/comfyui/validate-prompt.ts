import type { Workflow, WorkflowNode } from '../../../src/generation-jobs/generators/comfyui/workflow.js';

interface InputRule {
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
}

type NodeRules = Readonly<Record<string, InputRule>>;

interface Refusal {
  readonly error: object;
  readonly node_errors: object;
}

const anything: InputRule = {};

/** The nodes the fake knows, with the inputs they need and what those may be. */
export function nodeRules(
  checkpoints: readonly string[],
  loras: readonly string[],
): Record<string, NodeRules> {
  const strength = { min: -100, max: 100 };
  return {
    CheckpointLoaderSimple: { ckpt_name: { choices: checkpoints } },
    LoraLoader: {
      lora_name: { choices: loras },
      strength_model: strength,
      strength_clip: strength,
      model: anything,
      clip: anything,
    },
    CLIPTextEncode: { text: anything, clip: anything },
    EmptyLatentImage: {
      width: { min: 16, max: 16384 },
      height: { min: 16, max: 16384 },
      batch_size: { min: 1, max: 4096 },
    },
    KSampler: {
      seed: { min: 0, max: 2 ** 64 },
      steps: { min: 1, max: 10000 },
      cfg: { min: 0, max: 100 },
      sampler_name: { choices: ['euler', 'euler_ancestral', 'dpmpp_2m', 'ddim'] },
      scheduler: { choices: ['normal', 'karras', 'simple'] },
      denoise: { min: 0, max: 1 },
      model: anything,
      positive: anything,
      negative: anything,
      latent_image: anything,
    },
    VAEDecode: { samples: anything, vae: anything },
    SaveImage: { filename_prefix: anything, images: anything },
  };
}

function problem(type: string, message: string, name: string, details: string): object {
  return { type, message, details, extra_info: { input_name: name } };
}

function problemsOf({ inputs }: WorkflowNode, rules: NodeRules, workflow: Workflow): object[] {
  return Object.entries(rules).flatMap(([name, { choices, min, max }]) => {
    const value = inputs[name];
    if (value === undefined) {
      return [problem('required_input_missing', 'Required input is missing', name, name)];
    }
    if (Array.isArray(value)) {
      const isLinked = value.length === 2 && String(value[0]) in workflow;
      return isLinked ? [] : [problem('bad_linked_input', 'Bad linked input', name, name)];
    }
    if (choices && !choices.includes(String(value))) {
      const details = `${name}: '${String(value)}' not in [${choices.map((choice) => `'${choice}'`).join(', ')}]`;
      return [problem('value_not_in_list', 'Value not in list', name, details)];
    }
    if (min !== undefined && Number(value) < min) {
      return [
        problem('value_smaller_than_min', `Value ${String(value)} smaller than min of ${min}`, name, name),
      ];
    }
    if (max !== undefined && Number(value) > max) {
      return [
        problem('value_bigger_than_max', `Value ${String(value)} bigger than max of ${max}`, name, name),
      ];
    }
    return [];
  });
}

/** What ComfyUI would say against a workflow, in its words; undefined when it would queue it. */
export function refusalOf(
  workflow: Workflow | undefined,
  rules: Record<string, NodeRules>,
): Refusal | undefined {
  const refuse = (type: string, message: string, nodeErrors = {}): Refusal => ({
    error: { type, message, details: '', extra_info: {} },
    node_errors: nodeErrors,
  });
  if (workflow === undefined) return refuse('no_prompt', 'No prompt provided');
  const nodes = Object.entries(workflow);
  const unknown = nodes.find(([, node]) => !(node.class_type in rules));
  if (unknown) return refuse('missing_node_type', `Node '${unknown[1].class_type}' not found.`);
  if (!nodes.some(([, node]) => node.class_type === 'SaveImage')) {
    return refuse('prompt_no_outputs', 'Prompt has no outputs');
  }
  const nodeErrors = nodes
    .map(([id, node]) => ({ id, node, errors: problemsOf(node, rules[node.class_type] ?? {}, workflow) }))
    .filter(({ errors }) => errors.length > 0)
    .map(({ id, node, errors }) => [id, { errors, dependent_outputs: ['7'], class_type: node.class_type }]);
  if (nodeErrors.length === 0) return undefined;
  return refuse(
    'prompt_outputs_failed_validation',
    'Prompt outputs failed validation',
    Object.fromEntries(nodeErrors),
  );
}
