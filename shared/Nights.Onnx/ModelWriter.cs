using System.Globalization;

namespace Nights.Onnx;

/// <summary>Streams an ONNX file: the sizes of all parts are known beforehand, so weights go from their arrays to the file and nowhere else.</summary>
/// <param name="before">Fields of the graph that come before its tensors, and those after.</param>
/// <param name="initializers">The tensors.</param>
/// <param name="opset">Version of the operators.</param>
/// <param name="producer">Who writes.</param>
internal sealed class ModelWriter(byte[] before, IReadOnlyList<Initializer> initializers, byte[] after, int opset, string producer)
{
    /// <summary>Multiple of the offsets in a file of weights, so that a runtime can map them.</summary>
    private const int Page = 4096;

    /// <summary>What a reader of protobuf can address.</summary>
    private const long LongestMessage = int.MaxValue;

    /// <param name="model">Takes the graph.</param>
    /// <param name="weights">Says which tensors go elsewhere; null for none.</param>
    /// <param name="openWeights">Opens the file for those, if there are any.</param>
    public void Write(Stream model, ExternalWeights? weights, Func<Stream> openWeights)
    {
        var offset = 0L;
        var heads = initializers.Select(tensor =>
        {
            var head = Head(tensor);
            if (!IsExternal(tensor, weights))
                return head.Header(9, tensor.Bytes.Length);
            var start = offset;
            offset = (start + tensor.Bytes.Length + Page - 1) / Page * Page;
            return Elsewhere(head, weights!.FileName, start, tensor.Bytes.Length);
        }).ToArray();

        WriteGraph(model, heads, weights);
        if (offset > 0)
            WriteWeights(openWeights, weights);
    }

    private void WriteGraph(Stream model, ProtobufWriter[] heads, ExternalWeights? weights)
    {
        var lengths = initializers.Zip(heads, (tensor, head) => head.Written.Length + (IsExternal(tensor, weights) ? 0L : tensor.Bytes.Length)).ToArray();
        var headers = lengths.Select(length => new ProtobufWriter().Header(5, length)).ToArray();
        var whole = before.Length + after.Length + lengths.Sum() + headers.Sum(header => (long)header.Written.Length);
        if (whole > LongestMessage)
            throw new InvalidOperationException(
                $"The graph has {whole} bytes with its weights inside, and an ONNX file ends at {LongestMessage}: give the weights a file of their own.");

        model.Write(new ProtobufWriter().Integer(1, opset < 15 ? 7 : 8).Text(2, producer).Header(7, whole).Written);
        model.Write(before);
        for (var i = 0; i < heads.Length; i++)
        {
            model.Write(headers[i].Written);
            model.Write(heads[i].Written);
            if (!IsExternal(initializers[i], weights))
                model.Write(initializers[i].Bytes);
        }
        model.Write(after);
        model.Write(new ProtobufWriter().Message(8, new ProtobufWriter().Text(1, "").Integer(2, opset)).Written);
    }

    private void WriteWeights(Func<Stream> openWeights, ExternalWeights? weights)
    {
        using var file = openWeights();
        var gap = 0;
        foreach (var tensor in initializers.Where(tensor => IsExternal(tensor, weights)))
        {
            file.Write(new byte[gap]);
            file.Write(tensor.Bytes);
            gap = (Page - tensor.Bytes.Length % Page) % Page;
        }
    }

    private static bool IsExternal(Initializer tensor, ExternalWeights? weights) => weights is not null && tensor.Bytes.Length >= weights.AtLeast;

    private static ProtobufWriter Head(Initializer tensor)
    {
        var head = new ProtobufWriter();
        foreach (var dimension in tensor.Shape)
            head.Integer(1, dimension);
        return head.Integer(2, (long)tensor.Type).Text(8, tensor.Name);
    }

    private static ProtobufWriter Elsewhere(ProtobufWriter head, string file, long offset, long length) => head
        .Message(13, Entry("location", file))
        .Message(13, Entry("offset", offset.ToString(CultureInfo.InvariantCulture)))
        .Message(13, Entry("length", length.ToString(CultureInfo.InvariantCulture)))
        .Integer(14, 1);

    private static ProtobufWriter Entry(string key, string value) => new ProtobufWriter().Text(1, key).Text(2, value);
}
