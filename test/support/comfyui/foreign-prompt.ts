import { once } from 'node:events';
import { WebSocket } from 'ws';
import { buildWorkflow } from '../../../src/generation-jobs/generators/comfyui/workflow.js';
import { imageRequest } from '../generation-request.js';

/** Queues a prompt of another client; answers its id. */
export async function submitForeign(url: string, steps: number): Promise<string> {
  const sampler = {
    seed: 1,
    steps,
    cfg: 7,
    samplerName: 'euler',
    scheduler: 'normal',
    denoise: 1,
  };
  const size = { width: 64, height: 64 };
  const prompt = buildWorkflow({ request: imageRequest(), size, checkpoint: 'dreams.safetensors', sampler });
  const response = await fetch(`${url}/prompt`, {
    method: 'POST',
    body: JSON.stringify({ prompt, client_id: 'somebody-else' }),
  });
  return ((await response.json()) as { prompt_id: string }).prompt_id;
}

/** Listens as that client; answers a wait for the news that the prompt has succeeded. */
export async function listenForEnd(url: string, promptId: string): Promise<() => Promise<void>> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?clientId=somebody-else`);
  const end = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer, isBinary) => {
      const text = isBinary ? '' : data.toString();
      if (text.includes('execution_success') && text.includes(promptId)) resolve();
    });
  });
  await once(socket, 'open');
  return () => end;
}
