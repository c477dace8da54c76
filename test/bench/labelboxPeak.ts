// Run as a program: scans an export and prints, as JSON, its rows, the seconds, and the peak of resident memory in bytes.
import { scanLabelbox } from '../../src/jobs/labelbox.ts';

const start = performance.now();
const { summary } = await scanLabelbox(process.argv[2] ?? '', { now: Date.now() });
const seconds = (performance.now() - start) / 1e3;
console.log(JSON.stringify({ rows: summary.rows, seconds, peak: process.resourceUsage().maxRSS * 1024 }));
