import { readAddress } from './comfyui-address.js';

describe('the address of ComfyUI', () => {
  it.each([
    ['http://comfy:8188', 'http://comfy:8188/'],
    ['https://gpu.example.org/comfy', 'https://gpu.example.org/comfy/'],
    ['https://gpu.example.org/comfy/', 'https://gpu.example.org/comfy/'],
  ])('%s is the base of its paths', (setting, base) => {
    expect(readAddress(setting)).toEqual({ base, headers: {} });
  });

  it.each([
    ['http://ada:secret@comfy', 'ada:secret'],
    ['http://ada@comfy', 'ada:'],
    ['http://:token@comfy', ':token'],
    ['http://ada:p%40ss%2Fw%C3%B6rd@comfy', 'ada:p@ss/wörd'],
    ['http://ada:100%@comfy', 'ada:100%'],
  ])('%s gives its credentials to a header, for no request takes them in its URL', (setting, credentials) => {
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    expect(readAddress(setting)).toEqual({ base: 'http://comfy/', headers: { authorization } });
  });
});
