// Where unsent answers wait: IndexedDB, and memory where the browser refuses it (frames with blocked storage).

const inMemory = () => {
  const rows = new Map();
  return {
    kind: 'memory',
    put: async row => { rows.set(row.submission, row); },
    remove: async submission => { rows.delete(submission); },
    all: async owner => [...rows.values()].filter(row => row.owner === owner),
  };
};

const settled = request => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

/** Opens the store; rows are {submission, owner, path, body, at}. Never fails: it falls back to memory. */
export async function openStore() {
  try {
    const opening = indexedDB.open('nights.hit', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('outbox', { keyPath: 'submission' });
    const database = await settled(opening);
    const rows = mode => database.transaction('outbox', mode, { durability: 'strict' }).objectStore('outbox');
    return {
      kind: 'indexeddb',
      put: row => settled(rows('readwrite').put(row)),
      remove: submission => settled(rows('readwrite').delete(submission)),
      all: async owner => (await settled(rows('readonly').getAll())).filter(row => row.owner === owner),
    };
  } catch {
    return inMemory();
  }
}
