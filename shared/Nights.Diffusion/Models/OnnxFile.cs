namespace Nights.Diffusion.Models;

/// <summary>Looks into an ONNX file before it is loaded, so that a file cut short or without its weights is named.</summary>
internal static class OnnxFile
{
    private const int GraphOfModel = 7;
    private const int InitializerOfGraph = 5;
    private const int ExternalDataOfTensor = 13;

    /// <exception cref="ModelFolderException">The file is missing, cut short or no ONNX, or its external data is missing or too short.</exception>
    public static void Verify(string component, string path)
    {
        foreach (var (file, length) in ExternalData(component, path))
        {
            var data = new FileInfo(file);
            if (!data.Exists)
                throw new ModelFolderException($"{component}: '{path}' keeps its weights in '{file}', which is missing.");
            if (data.Length < length)
                throw new ModelFolderException($"{component}: '{file}' has {data.Length} bytes; the weights of '{path}' need {length}.");
        }
    }

    /// <summary>Files of external weights, and how many bytes of each are used.</summary>
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
                foreach (var tensor in ProtobufReader.Fields(file, graph.End).Where(field => field.Number == InitializerOfGraph))
                    Collect(file, tensor.End, Path.GetDirectoryName(path)!, needed);
            }
            if (graphs == 0)
                throw new InvalidDataException("it holds no graph");
        }
        catch (InvalidDataException wrong)
        {
            throw new ModelFolderException($"{component}: '{path}' ({file.Length} bytes) is cut short or is no ONNX model: {wrong.Message}.", wrong);
        }
        return needed;
    }

    private static void Collect(FileStream file, long end, string folder, Dictionary<string, long> needed)
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
                case "offset": offset = long.Parse(value); break;
                case "length": length = long.Parse(value); break;
            }
        }
        if (location is null)
            return;
        var data = Path.Combine(folder, location);
        needed[data] = Math.Max(needed.GetValueOrDefault(data), offset + length);
    }
}
