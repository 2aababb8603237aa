/** After the last test: drops the template database and gives the servers up. */
export default async function tearDown() {
  await globalThis.tearDownStores?.();
}
