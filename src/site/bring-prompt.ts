/** The prompt, and what shows its calls in the house beside it. */
import './beside-prompt.ts'
import '#console/glass-console.ts'
