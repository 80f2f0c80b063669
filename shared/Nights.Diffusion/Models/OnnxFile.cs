using System.Globalization;

namespace Nights.Diffusion.Models;

/// <summary>Looks into an ONNX file before it is loaded, so that a file cut short, without its weights, or with weights elsewhere is named.</summary>
internal static class OnnxFile
{
    // Field numbers of onnx.proto3.
    private const int GraphOfModel = 7;
    private const int NodeOfGraph = 1, InitializerOfGraph = 5;
    private const int AttributeOfNode = 5;
    private const int TensorOfAttribute = 5, GraphOfAttribute = 6, TensorsOfAttribute = 10, GraphsOfAttribute = 11;
    private const int ExternalDataOfTensor = 13;

    /// <exception cref="ModelFolderException">The file is missing, cut short or no ONNX, or its external data is missing, too short or outside its folder.</exception>
    public static void Verify(string component, string path)
    {
        foreach (var (file, length) in ExternalData(component, path))
        {
            var data = new FileInfo(file);
            if (!data.Exists)
                throw new ModelFolderException($"{component}: '{path}' keeps its weights in '{file}', which is missing.");
            if (Length(data) is var there && there < length)
                throw new ModelFolderException($"{component}: '{file}' has {there} bytes; the weights of '{path}' need {length}. Copy it again.");
        }
    }

    /// <summary>Files of external weights, and how many bytes of each are used: those of initialisers and, as some exporters write them, of constants in nodes.</summary>
    public static IReadOnlyDictionary<string, long> ExternalData(string component, string path)
    {
        ModelFile.Require(path);
        using var file = File.OpenRead(path);
        var needed = new Dictionary<string, long>();
        try
        {
            var graphs = 0;
            foreach (var graph in ProtobufReader.Fields(file, file.Length).Where(field => field.Number == GraphOfModel))
            {
                graphs++;
                Graph(file, graph.End, Tensor);
            }
            if (graphs == 0)
                throw new InvalidDataException("it holds no graph");
        }
        catch (InvalidDataException wrong)
        {
            throw new ModelFolderException($"{component}: '{path}' ({file.Length} bytes) is cut short or is no ONNX model: {wrong.Message}.", wrong);
        }
        return needed;

        void Tensor(long end)
        {
            var (location, extent) = Location(file, end);
            if (location is null)
                return;
            var data = Inside(component, path, location);
            needed[data] = Math.Max(needed.GetValueOrDefault(data), extent);
        }
    }

    private static void Graph(FileStream file, long end, Action<long> tensor)
    {
        foreach (var part in ProtobufReader.Fields(file, end))
        {
            if (part.Number == InitializerOfGraph)
                tensor(part.End);
            else if (part.Number == NodeOfGraph)
                foreach (var attribute in ProtobufReader.Fields(file, part.End).Where(field => field.Number == AttributeOfNode))
                    Attribute(file, attribute.End, tensor);
        }
    }

    private static void Attribute(FileStream file, long end, Action<long> tensor)
    {
        foreach (var value in ProtobufReader.Fields(file, end))
        {
            if (value.Number is TensorOfAttribute or TensorsOfAttribute)
                tensor(value.End);
            else if (value.Number is GraphOfAttribute or GraphsOfAttribute)
                Graph(file, value.End, tensor);
        }
    }

    /// <summary>Where a tensor's data lies when it is not in the file, and up to which byte.</summary>
    private static (string? Location, long Extent) Location(FileStream file, long end)
    {
        string? location = null;
        long offset = 0, length = 0;
        foreach (var entry in ProtobufReader.Fields(file, end).Where(field => field.Number == ExternalDataOfTensor))
        {
            string key = "", value = "";
            foreach (var part in ProtobufReader.Fields(file, entry.End))
                (key, value) = part.Number == 1 ? (ProtobufReader.Text(file, part), value) : (key, ProtobufReader.Text(file, part));
            switch (key)
            {
                case "location": location = value; break;
                case "offset": offset = Number(key, value); break;
                case "length": length = Number(key, value); break;
            }
        }
        return length <= long.MaxValue - offset ? (location, offset + length)
            : throw new InvalidDataException($"external data of {length} bytes at {offset} reaches beyond any file");
    }

    private static long Number(string key, string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw new InvalidDataException($"the {key} of external data is '{value}', which is no count of bytes");

    /// <summary>A model must not make us read what lies outside its folder: weights from the net are not to be trusted with paths.</summary>
    private static string Inside(string component, string path, string location)
    {
        var folder = Path.GetFullPath(Path.GetDirectoryName(path)!) + Path.DirectorySeparatorChar;
        var data = Path.GetFullPath(Path.Combine(folder, location));
        return data.StartsWith(folder, StringComparison.Ordinal) ? data
            : throw new ModelFolderException($"{component}: '{path}' keeps its weights in '{location}', outside its own folder; that is refused. Put the file beside the graph and export again.");
    }

    /// <summary>Hub caches keep links to the real files.</summary>
    private static long Length(FileInfo data) => data.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : data.Length;
}
