/**
 * Imported first by every program. LangChain and LangGraph read `process.env` many times in a turn, and each read of the real one is a call
 * into the system: as a plain object it costs 10-20 % less CPU per turn. Nothing leaves the machine unasked: tracing is off unless it was turned on.
 */
process.env = { LANGSMITH_TRACING: 'false', LANGCHAIN_TRACING_V2: 'false', ...process.env };
