/** The prompt, what shows its calls in the house beside it, and what tells it of acts there. */
import './beside-prompt.ts'
import './tell-prompt.ts'
import '#console/glass-console.ts'
