import process from 'node:process';
import { startFakeLlm } from './server.mjs';

const { url } = await startFakeLlm(Number(process.argv[2] ?? 0));
console.log(url);
