namespace Nights.Onnx;

/// <summary>A file beside the graph that takes its larger tensors: exporters call it <c>weights.pb</c> or <c>model.onnx_data</c>.</summary>
/// <param name="FileName">Name in the graph's own folder.</param>
/// <param name="AtLeast">Bytes from which a tensor goes there; smaller ones stay in the graph.</param>
public sealed record ExternalWeights(string FileName, int AtLeast = 1024);
